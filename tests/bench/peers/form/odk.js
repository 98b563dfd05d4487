import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms'
import { createApp, h } from 'vue'
import { choices, questions } from './questions.js'

/** As https://github.com/getodk/web-forms/tree/main/packages/web-forms#usage says, with the same form as XForm. */
const items = choices.map(({ value, text }) => `<item><label>${text}</label><value>${value}</value></item>`).join('')

const formXml = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head>
    <h:title>Bộ tiêu chí</h:title>
    <model>
      <instance><data id="bench" version="1">${questions.map(({ id }) => `<${id}/>`).join('')}</data></instance>
      ${questions.map(({ id }) => `<bind nodeset="/data/${id}" type="string"/>`).join('')}
    </model>
  </h:head>
  <h:body>
    ${questions.map(({ id, text }) => `<select1 ref="/data/${id}"><label>${text}</label>${items}</select1>`).join('')}
  </h:body>
</h:html>`

const fetchFormAttachment = () => Promise.reject(new Error('the form has no attachments'))

createApp({ render: () => h(OdkWebForm, { formXml, fetchFormAttachment }) })
  .use(webFormsPlugin)
  .mount('#root')
