/** The notebook with a tick. */
export function Brand() {
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect x="4" y="2" width="25" height="28" rx="5" fill="var(--brand)" />
      <path d="M10 2v28" stroke="var(--on-brand)" strokeWidth="1.6" opacity="0.55" />
      <path d="M2.5 9h4M2.5 16h4M2.5 23h4" stroke="var(--brand)" strokeWidth="2.6" strokeLinecap="round" />
      <path
        d="M14 16.5 18 20.5 25 11.5"
        fill="none"
        stroke="var(--on-brand)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
