import { createRoot } from 'react-dom/client'
import 'survey-core/survey-core.fontless.min.css'
import { Model, settings } from 'survey-core'
import { Survey } from 'survey-react-ui'
import { choices, count, questions } from './questions.js'

/**
 * As https://surveyjs.io/form-library/documentation/get-started-react says. With `lazy`, as
 * https://surveyjs.io/form-library/examples/lazy-loading/reactjs advises for long forms; with `page`, so many on
 * each page. Without its web font, which would come from another server.
 */
const asked = new URLSearchParams(location.search)
const each = Number(asked.get('page') ?? count)
settings.lazyRender.enabled = asked.has('lazy')

const pages = Array.from({ length: Math.ceil(count / each) }, (_, page) => ({
  elements: questions
    .slice(page * each, (page + 1) * each)
    .map(({ id, text }) => ({ type: 'radiogroup', name: id, title: text, choices })),
}))

createRoot(document.getElementById('root')).render(<Survey model={new Model({ pages })} />)
