import { roleNames } from '../../../kernel/actor.ts'
import { useName, useTexts } from '../../../ui/texts.ts'
import { inputs, relations, type ActorWord, type Input } from '../rules/definition.ts'
import { texts as kindTexts } from './kind-texts.ts'
import { texts as moveTexts } from './move-texts.ts'

const texts = { ...kindTexts, ...moveTexts }
const unspoken: readonly Input[] = ['text', 'publicText']

/** Who may make a move, and what it needs, in words. */
export function useKindWords(): { who: (by: readonly ActorWord[]) => string; waits: (for_: string) => string; needs: (asked: readonly Input[]) => string } {
  const t = useTexts(texts)
  const name = useName()
  const join = (words: readonly string[]) => [...new Set(words)].join('、')
  return {
    who: (by) => join(by.map((each) => {
      const relation = relations.find((known) => known === each)
      return relation === undefined ? name(roleNames[each as keyof typeof roleNames]) : t(`w_${relation}`)
    })),
    waits: (whom) => {
      const known = (['officer', 'head', 'target', 'handler', 'author', 'commission', 'nobody'] as const).find((each) => each === whom)
      return known === undefined ? whom : t(`w_${known}`)
    },
    needs: (asked) => join(inputs.filter((each) => asked.includes(each)).map((each) => t(unspoken.includes(each) && each === 'text' ? 'i_textOnly' : `i_${each}`))),
  }
}
