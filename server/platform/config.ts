import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { projectRoot } from './root.ts'
import { readClamdAddress } from './virus-scan.ts'

const url = (schemes: readonly string[]) => z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol))
const database = url(['postgres:', 'postgresql:'])
const web = url(['http:', 'https:'])
const headers = z.string().refine((text) => isRecord(text))

function isRecord(text: string): boolean {
  try {
    return z.record(z.string(), z.string()).safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

/** Every setting of the operator; each mistake is one sentence that names it. */
const shape = z
  .object({
    port: z.string().regex(/^\d{1,5}$/).transform(Number).refine((port) => port <= 65535).default(8080),
    host: z.string().regex(/^[A-Za-z0-9.:_-]+$/).default('0.0.0.0'),
    dataDir: z.string().min(1),
    empty: z.boolean(),
    databaseUrl: database.nullable(),
    appDatabaseUrl: database.nullable(),
    publicUrl: web.nullable(),
    logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
    oidc: z.object({ issuer: web, clientId: z.string().min(1), clientSecret: z.string(), claim: z.string().min(1), name: z.string() }).nullable(),
    clamd: z.string().refine((text) => readClamdAddress(text) !== null).nullable(),
    sms: z.object({ url: web, headers, body: z.string().refine((text) => text.includes('{to}') && text.includes('{text}')) }).nullable(),
  })
  .refine((config) => config.appDatabaseUrl === null || config.databaseUrl !== null, { path: ['databaseUrl'] })
export type Config = z.infer<typeof shape>

/** What is expected of each, for the sentence; the value itself is not repeated: it may hold a password. */
const expected: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  port: ['端口（--port 或 PORT）应是 0 到 65535 的整数', 'the port (--port or PORT) is a number from 0 to 65535'],
  host: ['监听地址（--host 或 HOST）应是主机名或 IP 地址', 'the address (--host or HOST) is a host name or IP address'],
  dataDir: ['数据目录（--data 或 HUIYIN_DATA）不能为空', 'the data directory (--data or HUIYIN_DATA) is not empty'],
  databaseUrl: ['DATABASE_URL 应形如 postgres://用户:密码@主机:5432/库名；设了 APP_DATABASE_URL 就必须同时设它', 'DATABASE_URL looks like postgres://user:password@host:5432/name and is needed beside APP_DATABASE_URL'],
  appDatabaseUrl: ['APP_DATABASE_URL 应形如 postgres://用户:密码@主机:5432/库名', 'APP_DATABASE_URL looks like postgres://user:password@host:5432/name'],
  publicUrl: ['HUIYIN_PUBLIC_URL 应是 http:// 或 https:// 开头的网址', 'HUIYIN_PUBLIC_URL is an http or https address'],
  logLevel: ['HUIYIN_LOG 应是 fatal、error、warn、info、debug、trace、silent 之一', 'HUIYIN_LOG is one of fatal, error, warn, info, debug, trace, silent'],
  'oidc.issuer': ['HUIYIN_OIDC_ISSUER 应是 http:// 或 https:// 开头的网址', 'HUIYIN_OIDC_ISSUER is an http or https address'],
  'oidc.clientId': ['设了 HUIYIN_OIDC_ISSUER 就必须同时设 HUIYIN_OIDC_CLIENT_ID', 'HUIYIN_OIDC_ISSUER needs HUIYIN_OIDC_CLIENT_ID'],
  clamd: ['HUIYIN_CLAMD 应是 clamd 的套接字路径（/ 开头）或 主机:端口', 'HUIYIN_CLAMD is the path of a socket of clamd or host:port'],
  'sms.url': ['HUIYIN_SMS_URL 应是 http:// 或 https:// 开头的网址', 'HUIYIN_SMS_URL is an http or https address'],
  'sms.headers': ['HUIYIN_SMS_HEADERS 应是 JSON 对象，值都是文字', 'HUIYIN_SMS_HEADERS is a JSON object of texts'],
  'sms.body': ['HUIYIN_SMS_BODY 应含 {to} 和 {text}', 'HUIYIN_SMS_BODY holds {to} and {text}'],
}

/** A setting that cannot be used; its message is for the operator, as it stands. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ConfigError'
  }
}

/** Reads arguments and environment; arguments win. Throws ConfigError with one sentence. */
export function readConfig(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Config {
  const flags = parseFlags(args)
  const env = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name])
  const issuer = env('HUIYIN_OIDC_ISSUER')
  const smsUrl = env('HUIYIN_SMS_URL')
  const parsed = shape.safeParse({
    port: flags.port ?? env('PORT'),
    host: flags.host ?? env('HOST'),
    dataDir: path.resolve(flags.data ?? env('HUIYIN_DATA') ?? path.join(projectRoot(), 'data')),
    empty: flags.empty ?? env('HUIYIN_EMPTY') === '1',
    databaseUrl: env('DATABASE_URL') ?? null,
    appDatabaseUrl: env('APP_DATABASE_URL') ?? null,
    publicUrl: env('HUIYIN_PUBLIC_URL') ?? null,
    logLevel: env('HUIYIN_LOG'),
    oidc: issuer === undefined ? null : { issuer, clientId: env('HUIYIN_OIDC_CLIENT_ID') ?? '', clientSecret: env('HUIYIN_OIDC_CLIENT_SECRET') ?? '', claim: env('HUIYIN_OIDC_CLAIM') ?? 'sub', name: env('HUIYIN_OIDC_NAME') ?? '统一身份认证' },
    clamd: env('HUIYIN_CLAMD') ?? null,
    sms: smsUrl === undefined ? null : { url: smsUrl, headers: env('HUIYIN_SMS_HEADERS') ?? '{}', body: env('HUIYIN_SMS_BODY') ?? '{"to":"{to}","text":"{text}"}' },
  })
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    const [zh, en] = expected[field] ?? [`设置 ${field} 不能使用`, `the setting ${field} is not usable`]
    throw new ConfigError(`${zh}；没有启动，请更正后重试。Not started: ${en}.`)
  }
  return parsed.data
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' }, empty: { type: 'boolean' } } }).values
  } catch (error) {
    const word = /'(-[^']*|[^']*)'/.exec(error instanceof Error ? error.message : '')?.[1] ?? ''
    throw new ConfigError(`启动参数 ${word} 不能使用；没有启动，可用的有 --port 端口、--host 地址、--data 目录、--empty。Not started: argument ${word} is unknown or lacks its value.`, { cause: error })
  }
}
