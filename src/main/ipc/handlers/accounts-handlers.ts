import type { AccountService } from '../../accounts/account-service.ts'
import type { Handlers } from '../answer.ts'

type AccountHandlers = Pick<
  Handlers,
  'accounts.state' | 'accounts.signIn' | 'accounts.switchTo' | 'accounts.signOut' | 'accounts.remove'
>

export function createAccountsHandlers(accounts: AccountService): AccountHandlers {
  return {
    'accounts.state': () => accounts.state,
    'accounts.signIn': (request) => accounts.signIn(request),
    'accounts.switchTo': ({ profileId }) => accounts.switchTo(profileId),
    'accounts.signOut': () => accounts.signOut(),
    'accounts.remove': ({ profileId }) => accounts.remove(profileId),
  }
}
