// A browser for the journeys: the system's Chromium or Chrome, else Debian's package when root, else a clear sentence.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe']

function present() {
  const given = process.env.CHROMIUM_PATH
  if (given !== undefined && existsSync(given)) return given
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) for (const name of names) if (existsSync(path.join(folder, name))) return path.join(folder, name)
  return places.find((place) => existsSync(place)) ?? null
}

export function findBrowser() {
  const found = present()
  if (found !== null) return found
  if (process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('which', ['apt-get']).status === 0) {
    process.stdout.write('安装浏览器 installing Chromium (Debian package)\n')
    const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update'], quiet)
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet)
  }
  return present()
}
