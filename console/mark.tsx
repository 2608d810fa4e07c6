/** The sign of the house: a voice, and its echo. */
export const Mark = ({ size = 28 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0958d9" />
    <path d="M9 16a7 7 0 0 1 14 0M12.5 16a3.5 3.5 0 0 1 7 0M16 16v8" fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
  </svg>
)
