interface Figure {
  key: string
  value: string
  label: string
  isWrong?: boolean
}

/** Numbers that come first, each with its name. */
export const Figures = ({ figures }: { figures: Figure[] }) => (
  <dl className="nums">
    {figures.map(({ key, value, label, isWrong = false }) => (
      <div key={key} className="figure">
        <dt>
          <span>{label}</span>
        </dt>
        <dd>
          <b className={isWrong ? 'late' : ''}>{value}</b>
        </dd>
      </div>
    ))}
  </dl>
)
