import { createLink } from '@tanstack/react-router'
import { Button } from 'antd'

/** A way to another screen that looks like a button; a real link, so it opens in a new window like any other. Colour by `color` and `variant`: the link keeps `type` to itself. */
export const ButtonLink = createLink(Button)
