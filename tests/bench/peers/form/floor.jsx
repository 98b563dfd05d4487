import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { choices, count, questions } from './questions.js'

/**
 * The floor: a bare React page with native radios and nothing else. It saves nothing. With `page`, only so many
 * questions at once, as ours shows one section.
 */
const shown = questions.slice(0, Number(new URLSearchParams(location.search).get('page') ?? count))

function Question({ id, text }) {
  const [value, setValue] = useState(null)
  return (
    <fieldset>
      <legend>{text}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={id}
            value={choice.value}
            checked={value === choice.value}
            onChange={() => setValue(choice.value)}
          />
          {choice.text}
        </label>
      ))}
    </fieldset>
  )
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    {shown.map((question) => (
      <Question key={question.id} {...question} />
    ))}
  </StrictMode>,
)
