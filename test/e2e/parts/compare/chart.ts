/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { requireInstalled } from '../../../../tools/n8n/paths';
import type { Line } from './index';

const SIZE = { width: 960, height: 480 };
const MARGIN = { left: 64, right: 232, top: 72, bottom: 56 };

/** Ours in strong colours, the HTTP Request node in greys; told apart by the dashes as well. */
const STYLES = {
	bulk: { color: '#0b6bbf', type: 'solid' },
	update: { color: '#c2410c', type: 'solid' },
	http: { color: '#6b7280', type: 'solid' },
	httpBatched: { color: '#6b7280', type: 'dashed' },
	httpPaced: { color: '#9ca3af', type: 'dotted' },
};

/**
 * Rows applied over time at the limit, one line for each way.
 * @param images the folder for pictures
 */
export function drawChart(
	{ limitPerSecond, limited }: { limitPerSecond: number; limited: Line[] },
	images: string,
) {
	const echarts = requireInstalled('echarts');
	const [{ rows }] = limited;
	const end = Math.ceil(Math.max(...limited.map(({ seconds }) => seconds)));
	const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		textStyle: { fontFamily: 'system-ui, sans-serif' },
		title: {
			text: `${rows} users, ${limitPerSecond} requests a second: users updated over time`,
			left: MARGIN.left,
			top: 16,
			textStyle: { fontSize: 16, color: '#111827' },
		},
		grid: MARGIN,
		xAxis: {
			type: 'value',
			name: 'seconds',
			nameLocation: 'middle',
			nameGap: 32,
			max: end,
			splitLine: { show: false },
		},
		yAxis: { type: 'value', name: 'users updated', nameLocation: 'end', max: rows },
		series: limited.map((line) => series(line, end)),
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	mkdirSync(images, { recursive: true });
	writeFileSync(join(images, 'rows-over-time.svg'), svg);
}

function series({ key, title, rows, applied, progress }: Line, end: number) {
	const { color, type } = STYLES[key as keyof typeof STYLES];
	return {
		name: title,
		type: 'line',
		step: 'end',
		showSymbol: false,
		lineStyle: { width: 3, color, type },
		itemStyle: { color },
		data: [[0, 0], ...progress, [end, applied]],
		endLabel: {
			show: true,
			formatter: `${title}\n${applied} of ${rows}`,
			color,
			fontSize: 12,
			lineHeight: 15,
		},
		labelLayout: { moveOverlap: 'shiftY' },
	};
}
