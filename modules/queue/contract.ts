import { boardContract } from './contract/board.ts'
import { postContract } from './contract/posts.ts'
import { roomContract } from './contract/room.ts'
import { settingsContract } from './contract/settings.ts'
import { ticketContract } from './contract/tickets.ts'

/** Queues as clients see them: the desk, the room, the board, the settings. */
export const queueContract = { ...ticketContract, ...roomContract, ...boardContract, ...settingsContract, ...postContract }
