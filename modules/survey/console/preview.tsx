import { useName, useTexts } from '../../../ui/texts.ts'
import { itemsOfPage, pagesOf, type FormContent } from '../rules/form.ts'
import { texts } from './texts.ts'

/** The questionnaire as a patient's phone shows it, page by page; nothing can be sent from here. */
export function Preview({ content }: { content: FormContent }) {
  const t = useTexts(texts)
  const name = useName()
  return (
    <div className="survey-phone" aria-label={t('preview')} role="group">
      <p><b>{name(content.name)}</b></p>
      <p>{name(content.lead)}</p>
      {Array.from({ length: pagesOf(content) }, (_, page) => (
        <div key={itemsOfPage(content, page)[0]?.key}>
          <p className="soft">{t('pageN', { n: page + 1 })}</p>
          {itemsOfPage(content, page).map((item) => (
            <fieldset key={item.key} disabled>
              <legend>{name(item.text)}</legend>
              {(content.scales[item.scale] ?? []).toReversed().map((choice) => (
                <label key={choice.zh}><input type="radio" name={`preview-${item.key}`} /> {name(choice)}</label>
              ))}
              {item.notApplicable ? <label><input type="radio" name={`preview-${item.key}`} /> {t('notApplicable')}</label> : null}
            </fieldset>
          ))}
        </div>
      ))}
    </div>
  )
}
