/**
 * Tests of the whole path, as a user walks it: the command line and SQL on real molecules and on
 * models exported from Python, compared with what the Python library computed.
 */
package org.tensormap.endtoend;
