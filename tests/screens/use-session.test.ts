import { expect, it } from 'vitest'
import { confirmedAs } from '../../src/screens/shell/use-session.ts'
import { inspector } from './tablet.tsx'

it('the secret of the account that has signed in is put on nobody else’s store, whose PIN is typed instead', () => {
  const here = {
    is: 'locked',
    confirmed: { person: inspector, accountKey: 'a secret', mustChange: false, isOfWholeProvince: false },
  } as const
  expect(confirmedAs(here, inspector.id)).toHaveProperty('accountKey', 'a secret')
  expect(confirmedAs(here, 'somebody else')).toBeNull()
  expect(confirmedAs({ is: 'locked' }, inspector.id)).toBeNull()
  expect(confirmedAs({ is: 'nobody' }, inspector.id)).toBeNull()
})
