import { createHash } from 'node:crypto'

/**
 * A secret shorter than this is not searched for as it is: a private deployment's default CompSecret is `1`
 * (facts sheet, "Common parameters"), and removing every 1 would leave no readable log. Its digest is searched for.
 */
const minimumRawLength = 4
/** Shorter encoded fragments would match ordinary words. */
const minimumEncodedLength = 6

/** Every form in which a secret may turn up in text: itself, URL-encoded, in JSON, its MD5 digest, base64. */
export function formsOf(secret: string): string[] {
  if (secret === '') return []
  const digest = createHash('md5').update(secret).digest('hex')
  const plain = [secret, urlEncoded(secret), JSON.stringify(secret).slice(1, -1)]
  const encoded = [Buffer.from(secret).toString('hex'), ...base64Forms(secret), ...base64Forms(digest)]
  return [
    digest,
    ...plain.filter((form) => form.length >= minimumRawLength && secret.length >= minimumRawLength),
    ...encoded.filter((form) => form.length >= minimumEncodedLength),
  ]
}

function urlEncoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text
}

/**
 * Base64 and base64url of the secret at each of the three positions it can have inside a longer encoded text
 * (`user:secret`), without the characters that depend on its neighbours.
 */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text)
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
    const start = offset === 0 ? 0 : offset + 1
    const end = Math.floor(((offset + bytes.length) * 8) / 6)
    const form = encoded.slice(start, end)
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
