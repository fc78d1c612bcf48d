/** What is the matter with a user's name for a proxy. HTTP separates user and password by a colon (RFC 7617, section 2). */
export function userProblem(user: string): 'userMissing' | 'userColon' | null {
  if (user.trim() === '') return 'userMissing'
  return user.includes(':') ? 'userColon' : null
}
