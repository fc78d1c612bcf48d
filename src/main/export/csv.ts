/** Excel takes a file without it for the system's old encoding. */
export const byteOrderMark = '\uFEFF'

/** What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), full-width as East Asian ones do, too. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/u

/**
 * One cell by RFC 4180: quoted where it has to be. Text that a spreadsheet would run gets an apostrophe in front,
 * which it shows as text: names come from a server.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = formulaStart.test(value) ? `'${value}` : value
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One record with its line break. */
export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
