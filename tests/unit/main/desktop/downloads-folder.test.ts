import path from 'node:path'
import { expect, it } from 'vitest'
import { downloadsFolder } from '#main/desktop/downloads-folder.ts'

it('is the one that the system names', () => {
  const elsewhere = path.resolve('/elsewhere')
  expect(downloadsFolder(() => elsewhere, path.resolve('/home/me'))).toBe(elsewhere)
})

it('is the usual one while the drive that it was moved to is not there', () => {
  const missing = (): never => {
    throw new Error("Failed to get 'downloads' path")
  }
  expect(downloadsFolder(missing, path.resolve('/home/me'))).toBe(path.resolve('/home/me/Downloads'))
})
