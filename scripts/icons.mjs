/**
 * `npm run icons`: draws resources/icon.svg in a Chromium and writes icon.png (Linux), icon.ico (Windows)
 * and icon.icns (macOS) next to it. Run it after changing the drawing; what it writes is committed.
 */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { projectRoot } from './lib/bootstrap.mjs'
import { findChromium } from '../tools/chromium-runtime/chromium/find.ts'

const resources = path.join(projectRoot, 'resources')
const svg = await readFile(path.join(resources, 'icon.svg'), 'utf8')

/** PNG pictures by their edge in pixels. */
async function draw(edges) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    const pictures = new Map()
    for (const edge of edges) {
      await page.setViewportSize({ width: edge, height: edge })
      await page.setContent(`<style>*{margin:0}img{display:block;width:100vw}</style><img src="${source}">`)
      await page.locator('img').evaluate((image) => image.decode())
      pictures.set(edge, await page.screenshot({ omitBackground: true }))
    }
    return pictures
  } finally {
    await browser.close()
  }
}

/** An .ico of PNG pictures (Windows Vista and later); an edge of 256 is written as 0. */
function ico(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  pictures.forEach(([edge, png], index) => {
    const at = 6 + 16 * index
    header.writeUInt8(edge % 256, at)
    header.writeUInt8(edge % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...pictures.map(([, png]) => png)])
}

/** An .icns of PNG pictures: `[four-letter type, PNG]`. */
function icns(pictures) {
  const chunk = (type, body) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(body.length + 8, 4)
    return Buffer.concat([head, body])
  }
  return chunk('icns', Buffer.concat(pictures.map(([type, png]) => chunk(type, png))))
}

const icoEdges = [16, 24, 32, 48, 64, 128, 256]
const icnsTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }
const drawn = await draw(new Set([...icoEdges, ...Object.values(icnsTypes)]))

await writeFile(path.join(resources, 'icon.png'), drawn.get(512))
await writeFile(path.join(resources, 'icon.ico'), ico(icoEdges.map((edge) => [edge, drawn.get(edge)])))
await writeFile(
  path.join(resources, 'icon.icns'),
  icns(Object.entries(icnsTypes).map(([type, edge]) => [type, drawn.get(edge)])),
)
console.log(`icons: ${drawn.size} sizes drawn, 3 files written`)
