import { Route, Switch } from 'wouter'
import { useDevice } from '../../../device/sync/device.ts'
import { NotFound } from '../../not-found.tsx'
import { CampaignList } from './campaign-list.tsx'
import { CampaignPage } from './campaign-page.tsx'
import { DeadlinesPage } from './deadlines.tsx'
import { NewCampaignPage } from './new-campaign.tsx'

/** Where visits are planned and followed. Everything here is asked of the server. */
export function CampaignRoom() {
  const { person } = useDevice()
  if (person.role !== 'supervisor' && person.role !== 'administrator') return <NotFound />
  return (
    <Switch>
      <Route path="/dot-kiem-tra">
        <CampaignList />
      </Route>
      <Route path="/dot-kiem-tra/moi">
        <NewCampaignPage />
      </Route>
      <Route path="/dot-kiem-tra/han-bao-cao">
        <DeadlinesPage />
      </Route>
      <Route path="/dot-kiem-tra/:id">{({ id }) => <CampaignPage key={id} id={id} />}</Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  )
}
