import { useState } from 'preact/hooks';
import { matrixOf, type TensorData, type TensorSlice, windowOf } from '../../../mlops/payloads/tensor.ts';
import { t } from '../../../platform/l10n.ts';
import { Axis, Pager } from './axis.tsx';
import { Matrix } from './matrix.tsx';
import { type Place, useSlice } from './slices.ts';

/** The values of a tensor, a window at a time: an index for each leading axis, pages along the last two. */
export function Values({
  data,
  first,
  isShaded,
}: {
  readonly data: TensorData;
  readonly first: TensorSlice;
  readonly isShaded: boolean;
}) {
  const [place, setPlace] = useState<Place>({ at: first.at, offset: [0, 0] });
  const { value: slice, problem } = useSlice(data, first, place);
  const { leading, rows, columns } = matrixOf(data.shape);
  const [pageRows, pageColumns] = windowOf(data.shape);
  const [row, column] = place.offset;
  const isVector = data.shape.length === 1;
  const [shownRows, shownColumns] = [
    Math.min(pageRows, Math.max(0, rows - row)),
    Math.min(pageColumns, Math.max(0, columns - column)),
  ];
  return (
    <div class="values">
      {leading.map((length, axis) => (
        <Axis
          key={axis}
          name={t('axis {0}', axis)}
          length={length}
          index={place.at[axis]!}
          onMove={(index) => setPlace({ ...place, at: place.at.with(axis, index) })}
        />
      ))}
      <Matrix slice={slice} statistics={data.statistics} isVector={isVector} isShaded={isShaded} />
      <Pager
        name={t('rows')}
        {...{ offset: row, shown: shownRows, length: rows, page: pageRows }}
        onMove={(row) => setPlace({ ...place, offset: [row, column] })}
      />
      <Pager
        name={isVector ? t('values') : t('columns')}
        {...{ offset: column, shown: shownColumns, length: columns, page: pageColumns }}
        onMove={(column) => setPlace({ ...place, offset: [row, column] })}
      />
      <p role="status">{problem}</p>
    </div>
  );
}
