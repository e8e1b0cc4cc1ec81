/** A package of one service, made from the sources of the combined one. n8n verifies no others. */
export interface SinglePackage {
	name: string;
	/** The folder of its node, and its name in texts. */
	service: string;
	/** The name that it never mentions. */
	other: string;
	credential: string;
	description: string;
	keywords: string[];
}

export const COMBINED = 'n8n-nodes-ubidots-upsun';

export const PACKAGES: readonly SinglePackage[] = [
	{
		name: 'n8n-nodes-ubidots',
		service: 'Ubidots',
		other: 'Upsun',
		credential: 'UbidotsApi',
		description:
			'Keep the users of a Ubidots account in sync with n8n: one at a time or thousands in bulk, with dry runs, limits and undo',
		keywords: ['ubidots', 'users', 'bulk', 'provisioning'],
	},
	{
		name: 'n8n-nodes-upsun',
		service: 'Upsun',
		other: 'Ubidots',
		credential: 'UpsunApi',
		description: 'Keep user profiles of Upsun in sync with n8n: read, update, with dry runs',
		keywords: ['upsun', 'users', 'profile'],
	},
];
