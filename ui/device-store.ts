/** Things kept on this device across reloads and crashes, files included (IndexedDB). */
export type Shelf<Thing extends { id: string }> = {
  all(): Promise<Thing[]>
  find(id: string): Promise<Thing | undefined>
  put(thing: Thing): Promise<void>
  remove(id: string): Promise<void>
  /** False where the browser keeps nothing (some private windows): what is put lives as long as the page. */
  readonly keeps: () => boolean
}

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('the device store failed')))
  })

function open(name: string, shelves: readonly string[]): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.addEventListener('upgradeneeded', () => {
    for (const each of shelves) if (!request.result.objectStoreNames.contains(each)) request.result.createObjectStore(each, { keyPath: 'id' })
  })
  return asked(request)
}

/** A database of this device with its shelves; the list of shelves never changes once it was used. */
export function deviceStore<Name extends string>(name: string, shelves: readonly Name[]): <Thing extends { id: string }>(shelf: Name) => Shelf<Thing> {
  let database: Promise<IDBDatabase | null> | undefined
  let keeps = true
  const opened = () =>
    (database ??= open(name, shelves).catch(() => {
      keeps = false
      return null
    }))
  return <Thing extends { id: string }>(shelf: Name): Shelf<Thing> => {
    const memory = new Map<string, Thing>()
    const act = async <T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>, instead: () => T): Promise<T> => {
      const base = await opened()
      if (base === null) return instead()
      return asked(run(base.transaction(shelf, mode).objectStore(shelf)))
    }
    return {
      all: () => act<Thing[]>('readonly', (store) => store.getAll() as IDBRequest<Thing[]>, () => [...memory.values()]),
      find: (id) => act<Thing | undefined>('readonly', (store) => store.get(id) as IDBRequest<Thing | undefined>, () => memory.get(id)),
      put: async (thing) => {
        await act<IDBValidKey>('readwrite', (store) => store.put(thing), () => {
          memory.set(thing.id, thing)
          return thing.id
        })
      },
      remove: async (id) => {
        await act<undefined>('readwrite', (store) => store.delete(id), () => {
          memory.delete(id)
          return undefined
        })
      },
      keeps: () => keeps,
    }
  }
}

/** A random name for something on this device; also where the page came over plain http, which has no randomUUID. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
