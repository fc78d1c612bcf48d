/** The one privileged scheme for UI and media (design, section 8). */
export const appScheme = 'app'
export const appHost = 'cloudroom'
export const appOrigin = `${appScheme}://${appHost}`
export const indexUrl = `${appOrigin}/index.html`
