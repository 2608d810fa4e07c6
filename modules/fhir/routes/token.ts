import type { Platform } from '../../../server/platform/act.ts'
import { issueToken, type Asked, type TokenFault } from '../commands/tokens.ts'
import type { Reply, Request } from './answers.ts'

const says: Readonly<Record<TokenFault, string>> = {
  unsupported_grant_type: '这里只用 client_credentials。Only client_credentials is taken here.',
  invalid_client: '客户端编号或密钥不对，或已停用。The client id or secret is wrong, or it was revoked.',
  invalid_scope: '这个客户端没有所要的权限。The client holds none of the scopes asked for.',
}

const field = (body: unknown, name: string): string | undefined => {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return typeof value === 'string' ? value : Array.isArray(value) && typeof value[0] === 'string' ? value[0] : undefined
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch {
    return text
  }
}

/** Id and secret from the header (RFC 6749, section 2.3.1) or the form. */
function askedOf(request: Request): Asked {
  const basic = /^Basic ([A-Za-z0-9+/=]{1,400})$/i.exec(request.headers.authorization ?? '')?.[1]
  const [id, secret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':')
  return {
    grantType: field(request.body, 'grant_type') ?? '',
    clientId: id === undefined ? (field(request.body, 'client_id') ?? '') : decoded(id),
    secret: secret === undefined ? (field(request.body, 'client_secret') ?? '') : decoded(secret),
    scope: field(request.body, 'scope'),
  }
}

export async function answerToken(platform: Platform, request: Request, reply: Reply): Promise<Reply> {
  const issued = await issueToken(platform, askedOf(request))
  void reply.header('cache-control', 'no-store').header('pragma', 'no-cache').type('application/json; charset=utf-8')
  if (typeof issued !== 'string') return reply.send(JSON.stringify(issued))
  if (issued === 'invalid_client') void reply.header('www-authenticate', 'Basic realm="fhir"')
  return reply.status(issued === 'invalid_client' ? 401 : 400).send(JSON.stringify({ error: issued, error_description: says[issued] }))
}
