import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import { mapperFields } from '../../shared/mapper/columns';
import { organization } from './places/organization';
import type { Place } from './places/place';
import { project } from './places/project';
import { team } from './places/team';
import { columnsOf } from './sync/rows';

const columnsFor = (place: Place) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		return { fields: mapperFields(columnsOf(place)) };
	};

/** Fill the mappers of Sync. */
export const resourceMapping = {
	getOrganizationColumns: columnsFor(organization),
	getProjectColumns: columnsFor(project),
	getTeamColumns: columnsFor(team),
};
