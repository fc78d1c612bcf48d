/** Drawings of the player on a 16 px grid: strokes, round ends. */
export const playerIcons = {
  play: 'M5.25 3.25v9.5L12.5 8l-7.25-4.75Z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  previous: 'M4 3.5v9M12.5 3.75 6 8l6.5 4.25v-8.5Z',
  next: 'M12 3.5v9M3.5 3.75 10 8l-6.5 4.25v-8.5Z',
  back10: 'M3 3v3.25h3.25M3.2 6.1A5.25 5.25 0 1 1 2.9 9M6.4 7.2v3.6M8.6 8v2h1.6V8H8.6',
  forward10: 'M13 3v3.25H9.75M12.8 6.1A5.25 5.25 0 1 0 13.1 9M6.4 7.2v3.6M8.6 8v2h1.6V8H8.6',
  volume: 'M2.75 6.25v3.5H5l3 2.75v-9L5 6.25H2.75ZM10.5 6a3 3 0 0 1 0 4M12.4 4.4a5.5 5.5 0 0 1 0 7.2',
  muted: 'M2.75 6.25v3.5H5l3 2.75v-9L5 6.25H2.75ZM10.5 6.25l3.5 3.5M14 6.25l-3.5 3.5',
  pictureInPicture: 'M2.25 3.5h11.5v9H2.25v-9ZM8.25 8h3.75v2.75H8.25V8Z',
  fullscreen: 'M6 2.75H2.75V6M10 2.75h3.25V6M6 13.25H2.75V10M10 13.25h3.25V10',
  leaveFullscreen: 'M2.75 6H6V2.75M13.25 6H10V2.75M2.75 10H6v3.25M13.25 10H10v3.25',
  system: 'M6.5 3.25H2.75v10h10V9.5M9.25 2.75h4v4M13 3 7.5 8.5',
  trim: 'M4.5 6.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4.5 13.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6.2 5.5 13.5 11M6.2 10.5 13.5 5',
  playlist: 'M2.75 4h7.5M2.75 8h7.5M2.75 12h4.5M10.25 10v4.25l3.5-2.1-3.5-2.15Z',
  ownWindow: 'M2.25 5.75v7.5h8v-2.5M5.75 2.75h8v7h-8v-7ZM5.75 4.9h8',
  close: 'm4 4 8 8M12 4l-8 8',
} as const

export type PlayerIcon = keyof typeof playerIcons
