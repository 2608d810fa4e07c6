/** Refusals of identity: signing in, second factor, sessions, one-time codes. */
export const identityRefusals = {
  'identity.wrong_credentials': { status: 401, zh: '用户名或密码不正确。', en: 'The name or the password is not right.' },
  'identity.login_name_taken': { status: 409, zh: '登录名已被使用。', en: 'The sign-in name is taken.' },
} as const
