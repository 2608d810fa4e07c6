/** One bed per line: its label, then its room where one is given. */
export const readBedLines = (text: string): { label: string; room: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', ...room] = line.split(/\s+/)
      return { label, room: room.join(' ') }
    })
