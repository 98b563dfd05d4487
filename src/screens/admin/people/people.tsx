import { Route, Switch } from 'wouter'
import { NotFound } from '../../not-found.tsx'
import { ChangeReachPage } from './change-reach.tsx'
import { NewPersonPage } from './new-person.tsx'
import { PeopleList } from './people-list.tsx'
import { PersonPage } from './person-page.tsx'

/** The accounts of the province. */
export function People() {
  return (
    <Switch>
      <Route path="/quan-tri/nguoi-dung">
        <PeopleList />
      </Route>
      <Route path="/quan-tri/nguoi-dung/them">
        <NewPersonPage />
      </Route>
      <Route path="/quan-tri/nguoi-dung/:id">{({ id }) => <PersonPage key={id} id={id} />}</Route>
      <Route path="/quan-tri/nguoi-dung/:id/quyen">{({ id }) => <ChangeReachPage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  )
}
