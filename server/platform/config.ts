import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { projectRoot } from './root.ts'

const url = (schemes: readonly string[]) => z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol))

/** Every setting of the operator; each mistake is one sentence that names it. */
const shape = z.object({
  port: z.coerce.number().int().min(0).max(65535).default(8080),
  host: z.string().min(1).default('0.0.0.0'),
  dataDir: z.string().min(1),
  empty: z.boolean(),
  databaseUrl: url(['postgres:', 'postgresql:']).nullable(),
  appDatabaseUrl: url(['postgres:', 'postgresql:']).nullable(),
  publicUrl: url(['http:', 'https:']).nullable(),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('warn'),
  oidc: z.object({ issuer: url(['http:', 'https:']), clientId: z.string().min(1), clientSecret: z.string(), claim: z.string().min(1), name: z.string() }).nullable(),
  sms: z.object({ url: url(['http:', 'https:']), headers: z.string(), body: z.string() }).nullable(),
})
export type Config = z.infer<typeof shape>

const names: Readonly<Record<string, string>> = {
  port: '端口 --port / PORT', host: '监听地址 --host / HOST', dataDir: '数据目录 --data / HUIYIN_DATA', databaseUrl: 'DATABASE_URL', appDatabaseUrl: 'APP_DATABASE_URL', publicUrl: '访问地址 HUIYIN_PUBLIC_URL', logLevel: 'HUIYIN_LOG', oidc: '统一登录 HUIYIN_OIDC_*', sms: '短信 HUIYIN_SMS_*',
}

/** A setting that cannot be used; its message is for the operator, as it stands. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
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
    sms: smsUrl === undefined ? null : { url: smsUrl, headers: env('HUIYIN_SMS_HEADERS') ?? '{}', body: env('HUIYIN_SMS_BODY') ?? '{"to":"{to}","text":"{text}"}' },
  })
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? '')
    throw new ConfigError(`设置有误，没有启动：${names[field] ?? field} 的值不能使用，请更正后重试。A setting is not usable: ${names[field] ?? field}.`)
  }
  return parsed.data
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' }, empty: { type: 'boolean' } } }).values
  } catch (error) {
    throw new ConfigError(`启动参数有误，没有启动：${error instanceof Error ? error.message.split('.')[0] : String(error)}。可用参数：--port 端口、--host 地址、--data 目录、--empty。Unknown argument.`)
  }
}
