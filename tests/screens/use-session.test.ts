import { expect, it } from 'vitest'
import { secretFor } from '../../src/screens/shell/use-session.ts'
import { inspector } from './tablet.tsx'

it('the secret of the account that has signed in is put on nobody else’s store, whose PIN is typed instead', () => {
  const here = { is: 'locked', confirmed: { person: inspector, accountKey: 'a secret' } } as const
  expect(secretFor(here, inspector.id)).toBe('a secret')
  expect(secretFor(here, 'somebody else')).toBeNull()
  expect(secretFor({ is: 'locked' }, inspector.id)).toBeNull()
  expect(secretFor({ is: 'nobody' }, inspector.id)).toBeNull()
})
