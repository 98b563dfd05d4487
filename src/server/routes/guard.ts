import type { Context, Hono } from 'hono'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Reach } from '../../domain/rights.ts'
import type { AppContext, AppEnv, AppParts } from './app-context.ts'
import { personOf } from './person-of.ts'
import { type Right, type RouteName, rights } from './rights.ts'

/** Who asks, and how far their right to this route goes. */
export type Asker = { person: Person; sessionId: string; mustChange: boolean; reach: Reach }

/** A route for anybody is told of nobody. */
type AskerOf<Name extends RouteName> = (typeof rights)[Name]['who'] extends 'anyone' ? null : Asker

type PathOf<Name extends RouteName> = Name extends `${string} ${infer Path}` ? Path : never

/** Registers a route of the table of rights. Its answer is only asked for where the table lets the asker in. */
export type Register = <Name extends RouteName>(
  name: Name,
  answer: (c: Context<AppEnv, PathOf<Name>>, asker: AskerOf<Name>) => Response | Promise<Response>,
) => void

/**
 * The only way to a route: by its row in the table of rights, so that there is none
 * without one.
 *
 * A reply is refused with SIGN_IN_REQUIRED where nobody (or a closed account) asks,
 * FORBIDDEN where the asker's role has no right to the route, and
 * PASSWORD_CHANGE_REQUIRED where their password is still a temporary one.
 */
export function guard(app: Hono<AppEnv>, parts: AppParts): Register {
  return (name, answer) => {
    const right: Right | undefined = rights[name]
    if (!right) throw new Error(`nobody has a right to ${name}`)
    const [method = '', path = ''] = name.split(' ')
    app.on(method, path, async (c: AppContext) => answer(c, (await enter(c, parts, right)) as AskerOf<typeof name>))
  }
}

async function enter(c: AppContext, parts: AppParts, right: Right): Promise<Asker | null> {
  const { who } = right
  if (who === 'anyone') return null
  const { cookies: _, ...signedIn } = await personOf(c, parts)
  const reach = who === 'signedIn' ? 'own' : who[signedIn.person.role]
  if (reach === undefined) throw new Problem('FORBIDDEN')
  if (right.needsOwnPassword && signedIn.mustChange) throw new Problem('PASSWORD_CHANGE_REQUIRED')
  return { ...signedIn, reach }
}
