import { Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '../kernel/contract.ts'
import type { Ask } from './call.ts'
import { useRead } from './query.ts'

type Option = { value: string; label: string }

/** A choice among more than one would list: the server searches while one types. Works as a form field. */
export function RemoteSelect<E extends Endpoint>(props: {
  endpoint: E
  query: (search: string) => NonNullable<Ask<E>['query']>
  options: (reply: z.output<E['reply']>) => Option[]
  /** What is chosen before anything was searched for. */
  known?: Option
  placeholder?: string
  label?: string
  allowClear?: boolean
  disabled?: boolean
  value?: string
  onChange?: (value: string | undefined) => void
  id?: string
}) {
  const [search, setSearch] = useState('')
  const found = useRead(props.endpoint, { query: props.query(search) }, { enabled: props.disabled !== true })
  const options = found.data === undefined ? [] : props.options(found.data)
  const { known } = props
  if (known !== undefined && search === '' && !options.some((option) => option.value === known.value)) options.unshift(known)
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.value === undefined ? {} : { value: props.value })}
      {...(props.onChange === undefined ? {} : { onChange: props.onChange })}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear={props.allowClear === true}
      disabled={props.disabled === true}
      placeholder={props.placeholder}
      loading={found.isFetching}
      options={options}
    />
  )
}
