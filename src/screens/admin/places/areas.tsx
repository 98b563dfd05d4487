import { Route, Switch } from 'wouter'
import { NotFound } from '../../not-found.tsx'
import { AreaPage } from './area-page.tsx'
import { AreaTree } from './area-tree.tsx'
import { MergeAreasPage } from './merge-areas.tsx'
import { NewAreaPage } from './new-area.tsx'
import { SaidHere } from './said.tsx'
import { SplitAreaPage } from './split-area.tsx'

/** The areas of the province. */
export function Areas() {
  return (
    <SaidHere>
      <Switch>
        <Route path="/quan-tri/dia-ban">
          <AreaTree />
        </Route>
        <Route path="/quan-tri/dia-ban/them">
          <NewAreaPage />
        </Route>
        <Route path="/quan-tri/dia-ban/nhap">
          <MergeAreasPage />
        </Route>
        <Route path="/quan-tri/dia-ban/:id">{({ id }) => <AreaPage key={id} id={id} />}</Route>
        <Route path="/quan-tri/dia-ban/:id/tach">{({ id }) => <SplitAreaPage key={id} id={id} />}</Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </SaidHere>
  )
}
