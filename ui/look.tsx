import { createContext, useContext } from 'react'

/** Whether the dark scheme is on, and the width class of the window. */
export type Appearance = { readonly dark: boolean; readonly narrow: boolean }
export const AppearanceContext = createContext<Appearance>({ dark: false, narrow: false })
export const useAppearance = (): Appearance => useContext(AppearanceContext)
