import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { projectRoot } from './root.ts'

test('without anything said, the embedded database lies in the project and the port is 8080', () => {
  expect(readConfig([], {})).toMatchObject({ port: 8080, host: '0.0.0.0', dataDir: path.join(projectRoot(), 'data'), empty: false, databaseUrl: null, oidc: null, sms: null, logLevel: 'warn' })
})

test('arguments win over the environment, and an empty variable is none', () => {
  const environment = { PORT: '9000', HUIYIN_DATA: '/var/a', DATABASE_URL: '' }
  expect(readConfig([], environment)).toMatchObject({ port: 9000, dataDir: path.resolve('/var/a'), databaseUrl: null })
  expect(readConfig(['--port', '0', '--data', '/var/乙 丙', '--empty', '--host', '::1'], environment)).toMatchObject({ port: 0, dataDir: path.resolve('/var/乙 丙'), empty: true, host: '::1' })
})

test('single sign-on and messages are read where they are set', () => {
  expect(readConfig([], { HUIYIN_CLAMD: 'scanner.example:3310' }).clamd).toBe('scanner.example:3310')
  const config = readConfig([], { HUIYIN_OIDC_ISSUER: 'https://id.example', HUIYIN_OIDC_CLIENT_ID: 'huiyin', HUIYIN_OIDC_CLIENT_SECRET: 's', HUIYIN_SMS_URL: 'http://sms.example/send' })
  expect(config.oidc).toMatchObject({ issuer: 'https://id.example', clientId: 'huiyin', claim: 'sub' })
  expect(config.sms).toMatchObject({ url: 'http://sms.example/send' })
})

const mistakes: [string, string[], Record<string, string>, RegExp][] = [
  ['a port that is none', ['--port', '80a'], {}, /端口/],
  ['a port beyond the last', [], { PORT: '65536' }, /端口/],
  ['a port without a value', ['--port'], {}, /--port/],
  ['an unknown argument', ['--empy'], {}, /--empy/],
  ['a stray word', ['8080'], {}, /8080/],
  ['a database of another kind', [], { DATABASE_URL: 'mysql://root:secret@db/huiyin' }, /DATABASE_URL/],
  ['an application address alone', [], { APP_DATABASE_URL: 'postgres://app@db/huiyin' }, /DATABASE_URL/],
  ['a level that is none', [], { HUIYIN_LOG: 'loud' }, /HUIYIN_LOG/],
  ['an issuer without a client', [], { HUIYIN_OIDC_ISSUER: 'https://id.example' }, /CLIENT_ID/],
  ['an issuer that is no address', [], { HUIYIN_OIDC_ISSUER: 'id.example', HUIYIN_OIDC_CLIENT_ID: 'x' }, /OIDC_ISSUER/],
  ['message headers that are no object', [], { HUIYIN_SMS_URL: 'https://sms.example', HUIYIN_SMS_HEADERS: 'x: y' }, /SMS_HEADERS/],
  ['a scanner that is nowhere', [], { HUIYIN_CLAMD: 'scanner' }, /HUIYIN_CLAMD/],
  ['a message body without its places', [], { HUIYIN_SMS_URL: 'https://sms.example', HUIYIN_SMS_BODY: '{}' }, /SMS_BODY/],
]
test.each(mistakes)('%s is one sentence in both languages that names the setting and repeats no secret', (_title, args, environment, named) => {
  let message = ''
  try {
    readConfig(args, environment)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    message = (error as ConfigError).message
  }
  expect(message).toMatch(named)
  expect(message).toMatch(/没有启动.*Not started: /)
  expect(message).not.toContain('secret')
  expect(message).not.toContain('\n')
})
