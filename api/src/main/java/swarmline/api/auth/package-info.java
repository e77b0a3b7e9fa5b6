/**
 * Who is asking. A key or a ticket names a tenant and a role; every id of a request is read under
 * that tenant, so what is another's cannot even be named.
 */
package swarmline.api.auth;
