/** How a context menu is drawn: plainly, in the page's color scheme. */
export const contextMenuStyle = `
:host {
  position: fixed;
  inset: 0;
  z-index: 2147483647;
  color-scheme: light dark;
  font: 13px system-ui, sans-serif;
  cursor: default;
  user-select: none;
}
.menu {
  position: fixed;
  box-sizing: border-box;
  min-width: 200px;
  max-width: 100vw;
  max-height: 100vh;
  overflow: auto;
  padding: 4px;
  border: 1px solid light-dark(#c8c8c8, #555);
  border-radius: 6px;
  background: light-dark(#fff, #2c2c2c);
  color: light-dark(#1a1a1a, #f0f0f0);
  box-shadow: 0 4px 16px rgb(0 0 0 / 30%);
}
.item {
  display: flex;
  align-items: baseline;
  gap: 24px;
  padding: 5px 12px 5px 26px;
  border-radius: 4px;
}
.item.active {
  background: light-dark(#0b5cad, #3b8ae0);
  color: #fff;
}
.item[aria-disabled] {
  color: light-dark(#8a8a8a, #8f8f8f);
}
.item[aria-checked='true'] {
  position: relative;
}
.item[aria-checked='true']::before {
  position: absolute;
  left: 9px;
  content: '✓' / '';
}
.item[role='menuitemradio'][aria-checked='true']::before {
  content: '•' / '';
}
.label {
  flex: 1;
  white-space: pre;
}
.keys {
  opacity: 0.7;
}
.separator {
  height: 1px;
  margin: 4px 8px;
  background: light-dark(#ddd, #4a4a4a);
}
`
