import { createRoot } from 'react-dom/client'
import 'survey-core/survey-core.min.css'
import { Model, settings } from 'survey-core'
import { Survey } from 'survey-react-ui'
import { choices, questions } from './questions.js'

/**
 * As https://surveyjs.io/form-library/documentation/get-started-react says. With `lazy`, as
 * https://surveyjs.io/form-library/examples/lazy-loading/reactjs advises for long forms.
 */
settings.lazyRender.enabled = new URLSearchParams(location.search).has('lazy')

const survey = new Model({
  elements: questions.map(({ id, text }) => ({ type: 'radiogroup', name: id, title: text, choices })),
})

createRoot(document.getElementById('root')).render(<Survey model={survey} />)
