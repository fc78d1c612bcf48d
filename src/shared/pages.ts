/** The page of the player's own window; the explorer's is `index.html`. */
export const playerPage = 'player.html'
