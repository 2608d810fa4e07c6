/** @jsxImportSource preact */
import type { Lang } from '../../../portal/texts.ts'
import { described, Field } from '../../../portal/fields.tsx'
import { sayTexts as t } from './say-texts.ts'

const megabyte = 1024 * 1024
/** What the field offers; what a file really is, the server judges by its content. */
const accept = 'image/jpeg,image/png,image/webp,audio/*,video/*,application/pdf'

/** Files with the limits beside them, so that a script can say them before anything travels. */
export const FilesField = ({ lang, fault, id = 'files' }: { lang: Lang; fault?: string | undefined; id?: string }) => (
  <Field id={id} label={t.files[lang]} hint={t.filesHint[lang]} fault={fault}>
    <input id={id} name="files" type="file" multiple accept={accept} data-check={`${id}-check`} {...described(id, { hint: t.filesHint[lang], fault })} />
    <p
      id={`${id}-check`}
      class="soft"
      role="status"
      data-most="6"
      data-bytes={20 * megabyte}
      data-total={60 * megabyte}
      data-many={t.filesMany[lang]}
      data-large={t.filesLarge[lang]}
      data-empty={t.filesEmpty[lang]}
      data-together={t.filesTogether[lang]}
      data-chosen={t.filesChosen[lang]}
    />
  </Field>
)
