import pino, { type Logger } from 'pino'

/** Structured log on stderr; personal values never go in. */
export const newLog = (level: string): Logger => pino({ level, redact: ['req.headers.cookie', 'req.headers.authorization'], base: null }, pino.destination(2))
