const browsers = [['Edg/', 'Edge'], ['MicroMessenger/', '微信 WeChat'], ['QQBrowser/', 'QQ 浏览器'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']] as const
const systems = [['HarmonyOS', 'HarmonyOS'], ['Windows', 'Windows'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Android', 'Android'], ['Mac OS X', 'macOS'], ['Linux', 'Linux']] as const

/** A browser's own description in two words a person knows; null when it says nothing. */
export function agentWords(agent: string): string | null {
  const browser = browsers.find(([mark]) => agent.includes(mark))?.[1]
  const system = systems.find(([mark]) => agent.includes(mark))?.[1]
  const words = [system, browser].filter((word) => word !== undefined).join(' · ')
  return words === '' ? (agent === '' ? null : agent.slice(0, 60)) : words
}
