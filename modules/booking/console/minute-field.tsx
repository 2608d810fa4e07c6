import { Input } from 'antd'
import { sayMinute } from '../rules/schedule.ts'

/** Minutes since midnight of '08:30'; undefined of anything else. */
export function minuteOfTime(time: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? []
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** A time of day as minutes since midnight; the browser's own picker, as for dates. */
export function MinuteField({ value, onChange, id }: { value?: number; onChange?: (minute: number | undefined) => void; id?: string }) {
  return <Input {...(id === undefined ? {} : { id })} type="time" step={300} value={value === undefined ? '' : sayMinute(Math.min(value, 1439))} onChange={(event) => onChange?.(minuteOfTime(event.target.value))} />
}
