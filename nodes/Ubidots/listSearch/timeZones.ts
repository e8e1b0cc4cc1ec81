import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { matching } from '../../shared/listSearch';
import { zoneOffset } from '../timeZone';

/** Not yet in the type library that the build targets; Node.js has it since version 18. */
type WithZones = typeof Intl & { supportedValuesOf(key: 'timeZone'): string[] };

/** Zones that Node.js lists only under their old names (CLDR keeps the first name it gave). */
const CURRENT_NAMES =
	'Africa/Asmara America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/Cordoba ' +
	'America/Argentina/Jujuy America/Argentina/Mendoza America/Atikokan America/Indiana/Indianapolis ' +
	'America/Kentucky/Louisville America/Nuuk Asia/Ho_Chi_Minh Asia/Kathmandu Asia/Kolkata Asia/Yangon ' +
	'Atlantic/Faroe Europe/Kyiv Pacific/Chuuk Pacific/Kanton Pacific/Pohnpei UTC';

/** The IANA time zones with their current offset. It is not documented which names Ubidots accepts. */
export async function searchTimeZones(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const names = [...CURRENT_NAMES.split(' '), ...(Intl as WithZones).supportedValuesOf('timeZone')];
	const zones = [...new Set(names)].sort().map((name) => ({
		name: `${name} (${zoneOffset(name).replace(/^GMT/, 'UTC')})`,
		value: name,
	}));
	return matching(zones, filter);
}
