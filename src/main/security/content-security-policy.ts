/**
 * What our pages may do: nothing, plus this list. `style-src-elem 'unsafe-inline'` is for naive-ui, which makes its
 * style elements at run time; it lets no script in. Style attributes in markup are refused: Vue and naive-ui set styles by
 * script, which no policy is asked about.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-elem 'self' 'unsafe-inline'",
  "style-src-attr 'none'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')
