import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashOf, isCurrent, placeBuild } from './place-build.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'huiyin 构建 '))
  mkdirSync(path.join(root, 'src'))
  writeFileSync(path.join(root, 'src', 'a.ts'), 'one')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const text = (folder: string) => readFileSync(path.join(folder, 'main.js'), 'utf8')
const write = (content: string) => (folder: string) => writeFileSync(path.join(folder, 'main.js'), content)

test('the stamp changes with a content, a new file and a name, and not with a test', () => {
  const first = hashOf(root, ['src', 'absent'])
  writeFileSync(path.join(root, 'src', 'a.test.ts'), 'a test')
  expect(hashOf(root, ['src'])).toBe(first)
  writeFileSync(path.join(root, 'src', 'b.ts'), '')
  const second = hashOf(root, ['src'])
  rmSync(path.join(root, 'src', 'b.ts'))
  writeFileSync(path.join(root, 'src', 'c.ts'), '')
  const third = hashOf(root, ['src'])
  writeFileSync(path.join(root, 'src', 'c.ts'), 'two')
  expect(new Set([first, second, third, hashOf(root, ['src'])]).size).toBe(4)
})

test('two builds of the same sources at once give one whole build', async () => {
  const slow = async (folder: string) => {
    write('whole')(folder)
    await wait(20)
  }
  await Promise.all([placeBuild(root, 'a'.repeat(64), slow), placeBuild(root, 'a'.repeat(64), slow)])
  expect(isCurrent(root, 'a'.repeat(64))).toBe(true)
  expect(text(path.join(root, 'dist'))).toBe('whole')
  expect(readdirSync(path.join(root, '.huiyin', 'builds'))).toHaveLength(1)
})

test('a build that fails leaves the last one in place', async () => {
  await placeBuild(root, 'a'.repeat(64), write('good'))
  const broken = placeBuild(root, 'b'.repeat(64), (folder) => {
    write('half')(folder)
    throw new Error('broken source')
  })
  await expect(broken).rejects.toThrow('broken source')
  expect(isCurrent(root, 'a'.repeat(64))).toBe(true)
  expect(text(path.join(root, 'dist'))).toBe('good')
  expect(readdirSync(path.join(root, '.huiyin', 'builds'))).toHaveLength(1)
})

test('a server keeps the files of the build it runs while newer ones come, and old builds do not pile up', async () => {
  mkdirSync(path.join(root, 'dist'))
  await placeBuild(root, '0'.repeat(64), write('0'))
  const running = realpathSync(path.join(root, 'dist'))
  await placeBuild(root, '1'.repeat(64), write('1'))
  expect(text(running)).toBe('0')
  expect(text(path.join(root, 'dist'))).toBe('1')
  for (const each of ['2', '3', '4', '5']) {
    await placeBuild(root, each.repeat(64), write(each))
    await wait(5)
  }
  expect(readdirSync(path.join(root, '.huiyin', 'builds')).sort()).toEqual(['3', '4', '5'].map((each) => each.repeat(16)))
  expect(lstatSync(path.join(root, 'dist')).isSymbolicLink()).toBe(true)
  // Back to older sources: their build is still there and is not made again.
  await placeBuild(root, '4'.repeat(64), () => {
    throw new Error('built again')
  })
  expect(text(path.join(root, 'dist'))).toBe('4')
})
