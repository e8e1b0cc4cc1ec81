import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { matching } from '../../shared/listing';

/** Not yet in the type library that the build targets; Node.js has it since version 18. */
type WithZones = typeof Intl & { supportedValuesOf(key: 'timeZone'): string[] };

/** `UTC-05:00`, as it is now. */
function currentOffset(timeZone: string): string {
	const parts = new Intl.DateTimeFormat('en', {
		timeZone,
		timeZoneName: 'longOffset' as 'long',
	}).formatToParts();
	const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
	return offset.replace(/^GMT/, 'UTC');
}

/** The IANA time zones with their current offset. Which names Ubidots takes is not documented; any other can be entered by name. */
export async function searchTimeZones(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const names = ['UTC', ...(Intl as WithZones).supportedValuesOf('timeZone')];
	const zones = [...new Set(names)].map(
		(name): INodeListSearchItems => ({
			name: `${name} (${currentOffset(name)})`,
			value: name,
		}),
	);
	return matching(zones, filter);
}
