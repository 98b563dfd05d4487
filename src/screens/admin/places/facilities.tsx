import { Route, Switch } from 'wouter'
import { NotFound } from '../../not-found.tsx'
import { EditFacilityPage } from './edit-facility.tsx'
import { FacilityList } from './facility-list.tsx'
import { FacilityAdminPage } from './facility-page.tsx'
import { NewFacilityPage } from './new-facility.tsx'
import { SaidHere } from './said.tsx'

/** The facilities of the province, also closed ones. */
export function Facilities() {
  return (
    <SaidHere>
      <Switch>
        <Route path="/quan-tri/co-so">
          <FacilityList />
        </Route>
        <Route path="/quan-tri/co-so/them">
          <NewFacilityPage />
        </Route>
        <Route path="/quan-tri/co-so/:id">{({ id }) => <FacilityAdminPage key={id} id={id} />}</Route>
        <Route path="/quan-tri/co-so/:id/sua">{({ id }) => <EditFacilityPage key={id} id={id} />}</Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </SaidHere>
  )
}
