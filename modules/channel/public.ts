export { mailNews } from './commands/replies.ts'
