// The least that an Electron app can be: one window with one word, whose paint Chromium then tells of.
import { app, BrowserWindow, protocol, session } from 'electron'

const page = '<!doctype html><title>Empty</title><p>Empty'

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
app.on('window-all-closed', () => app.quit())
await app.whenReady()
session.defaultSession.protocol.handle(
  'app',
  () => new Response(page, { headers: { 'content-type': 'text/html' } }),
)
await new BrowserWindow({ width: 1200, height: 760 }).loadURL('app://empty/index.html')
