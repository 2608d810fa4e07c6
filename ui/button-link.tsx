import { createLink } from '@tanstack/react-router'
import { Button } from 'antd'

/**
 * A way to another screen that looks like a button; a real link, so it opens in a new window like any other.
 * A link keeps `type` to itself: the main one is coloured by `main`.
 */
export const ButtonLink = createLink(Button)
export const main = { color: 'primary', variant: 'solid' } as const
